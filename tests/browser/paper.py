"""Pages on paper."""

from __future__ import annotations

import re
from typing import Any


def assert_prints_on_a4(page: Any) -> None:
    """Fail unless every sheet that a page prints on is A4."""
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF-")
    boxes = {
        tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([^]]+)\]", printed)
    }
    ((left, bottom, right, top),) = boxes
    assert (left, bottom) == (0, 0)
    assert abs(right - 595) < 2
    assert abs(top - 842) < 2
