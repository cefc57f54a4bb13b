"""Writes scikit-learn's bundled data sets as CSV with a header, the target in the last column.

usage: python3 convert-sklearn.py <output directory>      (needs scikit-learn; Debian: python3-sklearn)
"""

import gzip
import io
import sys
from pathlib import Path

from sklearn import datasets


def number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    text = "".join(",".join(line) + "\n" for line in [header, *rows]).encode()
    if path.suffix == ".gz":
        packed = io.BytesIO()
        # No time and no name in the file: the same data give the same bytes.
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="", compresslevel=9) as file:
            file.write(text)
        text = packed.getvalue()
    path.write_bytes(text)


def table(name: str, file: str, target: str, **options) -> None:
    data = getattr(datasets, f"load_{name}")(**options)
    names = [feature.replace(" (cm)", " in cm").replace(",", " ") for feature in data.feature_names]
    classes = getattr(data, "target_names", None)
    label = (lambda y: number(y)) if classes is None else (lambda y: str(classes[y]))
    rows = [[*map(number, row), label(y)] for row, y in zip(data.data, data.target)]
    write(Path(sys.argv[1]) / file, [*names, target], rows)


table("digits", "digits.csv.gz", "digit")
table("breast_cancer", "breast-cancer.csv", "diagnosis")
# scaled=False: the values as measured. Standardise them with the training rows' statistics.
table("diabetes", "diabetes.csv", "progression", scaled=False)
table("wine", "wine.csv", "cultivar")
table("iris", "iris.csv", "species")
