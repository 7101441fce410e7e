"""Python files stay short enough to be read in one sitting."""

from tests.tree import ROOT, project_files

HARD_LIMIT = 500  # lines; the aim is 200
FOLDERS = {"restride", "tests", "validation", "benchmarks", "docs", "examples", "fuzz"}


def test_no_python_file_is_longer_than_500_lines() -> None:
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for path in project_files()
        if path.suffix == ".py"
        and (name := path.relative_to(ROOT)).parts[0] in FOLDERS
        and "migrations" not in name.parts
    }
    assert lengths
    too_long = {str(name): lines for name, lines in lengths.items() if lines > HARD_LIMIT}
    assert not too_long, f"over {HARD_LIMIT} lines: {too_long}"
