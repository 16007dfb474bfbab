"""Keys made comparable: shortened prefixes and letter bags."""

from __future__ import annotations

import numpy as np
import pytest

from gazetteer.misspellings import PREFIX, delete_hashes, fuzzy_letters, letter_bags, prefix_letters, shortened


@pytest.mark.parametrize("key", ["zend", "zenda", "strelsau", "strelsau nova", "штрельзау", "aaaaaaa", "новый ёж", "z😀nda"])
def test_a_key_is_looked_for_by_the_hashes_that_the_index_was_built_with(key: str) -> None:
    """One key shortened in all ways at once gives the hashes that the compiler gives pattern by pattern."""
    built = np.unique(np.concatenate(list(delete_hashes(prefix_letters([key[:PREFIX]])))))
    assert shortened(key).tolist() == built.tolist()


def test_bags_differ_by_little_for_one_edit() -> None:
    """One edit changes at most four bits of a bag."""
    bags = letter_bags(["kharkiv", "kharkov", "kharkivv", "harkiv"])
    assert [int(bag ^ bags[0]).bit_count() <= 4 for bag in bags] == [True] * 4
    assert bags[0] != bags[1]


def test_which_keys_are_compared() -> None:
    """Latin and Cyrillic keys of four letters and more take part; shorter ones and other scripts do not."""
    assert [fuzzy_letters(key) for key in ("kyiv", "київ", "łódź", "lviv oblast")] == [True] * 4
    assert [fuzzy_letters(key) for key in ("kyi", "哈爾科夫", "")] == [False] * 3
