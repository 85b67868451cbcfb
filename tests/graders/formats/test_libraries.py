"""Code without what needs libraries that cells lack."""

from __future__ import annotations

import pytest

from graders.formats.libraries import Missing, image_of


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        (
            "import numpy as np\nimport matplotlib.pyplot as plt\nx = np.ones(3)",
            "import numpy as np\nx = np.ones(3)",
        ),
        ("import math, pandas, json", "import math, json"),
        ("from pandas import DataFrame\nfrom math import pi", "from math import pi"),
        ("import seaborn as sns; import math", "import math"),
        ("import pylab\nfig, ax = pylab.subplots()\nax.plot([1])\nn = 1", "n = 1"),
        ("import pylab\nif True:\n    pylab.show()\nn = 1  # one", "n = 1  # one"),
        ("import pylab\npylab = None\nn = pylab", "pylab = None\nn = pylab"),
        ("import pylab\ndef draw():\n    pylab.show()", "def draw():\n    pylab.show()"),
        ("from . import own\nn = own.n", ""),
        ("import turtle", ""),
        ("not python", "not python"),
    ],
)
def test_what_needs_a_library_that_no_cell_has_is_left_out(source, kept):
    assert Missing().without(source) == kept


@pytest.mark.parametrize(
    "source", ["import numpy\n\n\nx = 1  # kept\n", "from torch import nn;  y = nn", "# nothing"]
)
def test_code_that_needs_none_stays_as_it_is_written(source):
    missing = Missing()
    assert (missing.without(source), list(missing.libraries)) == (source, [])


def test_what_one_cell_binds_is_missing_in_the_next():
    missing = Missing()
    cells = ["import matplotlib.pyplot as plt", "fig = plt.figure()", "fig.show()\nn = 2", "fig = 3\nm = fig"]
    assert [missing.without(cell) for cell in cells] == ["", "", "n = 2", "fig = 3\nm = fig"]
    assert list(missing.libraries) == ["matplotlib"]


@pytest.mark.parametrize(
    ("source", "image"),
    [
        ("import numpy", "python"),
        ("import torch.nn as nn", "torch"),
        ("from sympy import Symbol", "torch"),
        ("CELLS = ['import networkx\\n']", "torch"),
        ("important = 'torch'", "python"),
    ],
)
def test_image_is_the_one_whose_cells_have_the_libraries(source, image):
    assert image_of("x = 1", source) == image
