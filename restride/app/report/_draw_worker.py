"""Runs as a process of its own: turns Vega-Lite into SVG, one chart a line, until its input ends.

Called as `python -I -S _draw_worker.py FOLDER`, the folder being the one that holds vl_convert. The engine's half
second of starting passes here while the parent does other work, which it could not do in a thread: the engine keeps
Python's lock. Each line of input is a chart as JSON; each answer is a line with its length in bytes, then the SVG.
"""

import sys


def main(folder: str) -> None:
    """Warm up with one point, then answer."""
    sys.path.append(folder)
    from vl_convert import vegalite_to_svg

    vegalite_to_svg({"mark": "point", "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x"}}})
    for line in sys.stdin.buffer:
        svg = vegalite_to_svg(line.decode(), allowed_base_urls=[]).encode()
        sys.stdout.buffer.write(b"%d\n" % len(svg) + svg)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
