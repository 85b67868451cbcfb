"""Code that runs inside a cell: standard library and msgpack, with numpy and PyTorch where the image has them.

The host sends these files over the stream when a cell starts, so an image and a host never disagree on the
protocol. Modules import one another relatively: inside a cell the package has another name.
"""
