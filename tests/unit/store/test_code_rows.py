from hub.store.write_rows import PendingRows


def test_new_codes_are_written_once_each_and_in_one_order_on_every_node() -> None:
    one, other = PendingRows(), PendingRows()
    one.codes += [[("b", 2, 9, "urn:s"), ("a", 1, 9, "urn:s")], [("b", 2, 9, "urn:s")]]
    other.codes += [[("a", 1, 9, "urn:s")], [("b", 2, 9, "urn:s")]]

    assert one.code_rows() == other.code_rows() == [("a", 1, 9), ("b", 2, 9)]
