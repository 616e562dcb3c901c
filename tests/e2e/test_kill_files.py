"""A few kills inside a batch, a posted one, and a view, on SQLite; many more, on both engines, are in tests/long."""

from pathlib import Path

from tests.e2e.kill_files import kill_in_a_batch, kill_in_a_post, kill_in_a_view


def test_a_batch_file_that_was_broken_off_is_stored_whole_and_once(tmp_path: Path) -> None:
    assert kill_in_a_batch(tmp_path, 2) > 0


def test_a_batch_whose_posting_was_broken_off_is_stored_whole_and_once_when_it_is_posted_again(tmp_path: Path) -> None:
    assert kill_in_a_post(tmp_path, 2) > 0


def test_a_view_whose_reading_was_broken_off_is_stored_whole_and_once(tmp_path: Path) -> None:
    assert kill_in_a_view(tmp_path, 2) > 0
