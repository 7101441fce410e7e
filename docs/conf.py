"""`make docs`, second half: how Sphinx sets docs/ and the gallery as a site that needs no other site."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from restride import __version__

project = "restride"
author = "the restride authors"
release = version = __version__
html_title = f"restride {__version__}"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False

myst_heading_anchors = 4
suppress_warnings = ["myst.xref_missing"]
"""Some pages carry anchors of their own, as HTML, which Sphinx does not know; a test looks at every link instead."""
myst_enable_extensions = ["colon_fence"]
default_role = "code"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
python_use_unqualified_type_names = True
toc_object_entries = False
