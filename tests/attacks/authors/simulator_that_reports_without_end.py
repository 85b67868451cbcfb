# attack: the simulator tells of its progress without end
# base: vault-design
# file: simulator.py
# verdict: IE ie.package
import readyroom


def simulate(design, case):
    cells = readyroom._listener.__closure__
    host = next(cell.cell_contents for cell in cells if type(cell.cell_contents).__name__ == "Proxy")
    while True:
        host.progress(1, 2)
