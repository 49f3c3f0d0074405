"""Inputs and outputs of other packages, as they stand in `vectors`: NaN is null, a row of one is a scalar."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

VECTORS = Path(__file__).parent / "vectors"


def read(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def cases(name: str, part: str = "cases") -> list[Any]:
    """The cases of a file as parameters, named after themselves."""
    return [
        pytest.param(case, id="-".join(str(case[key]) for key in ("name", "method") if key in case))
        for case in read(name)[part]
    ]


def listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def numbers(values: Any) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in listed(values)], dtype=np.float64)
