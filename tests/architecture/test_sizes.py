"""The tail is budgeted: functions of 60 lines and files of 400 at most (STYLE 6); folders of tests are packages."""

import ast

from tests.architecture.source_tree import ROOT, all_files, is_generated, tree_of

FUNCTION_LINES = 60
FILE_LINES = 400


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in all_files()
        if not is_generated(path) and (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    }

    assert long == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": length
        for path in all_files()
        if not is_generated(path)
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }

    assert long == {}


def test_every_folder_of_tests_is_a_package() -> None:
    """Without `__init__.py` pytest names a module by its file alone, and two of one name stop a whole run."""
    peers = ROOT / "tests/peers"
    folders = {path.parent for path in all_files() if path.is_relative_to(ROOT / "tests")}

    assert [
        str(folder.relative_to(ROOT))
        for folder in sorted(folders)
        if not folder.is_relative_to(peers) and not (folder / "__init__.py").exists()
    ] == []
