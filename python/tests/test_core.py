"""The core: one document, many documents, pickles, errors."""

from __future__ import annotations

import copy
import itertools
import pickle
import threading
import time
from pathlib import Path

import pytest
import unpitch

STORY = (
    "The council voted 31 to 12 on Monday night to rebuild the road bridge over the Lea 🌉, which was closed in March after "
    "an inspection found cracks in two of its piers, and to pay for the work from the road fund.\n"
    "“We have waited years for this,” said Ada Merle, who runs the ferry, “and my son will not miss the winter crossings.”\n"
)
PITCH = "Sign up for our free newsletter and get the best stories in your inbox every morning!\n"


def test_what_is_not_the_story_goes():
    assert unpitch.clean(STORY + PITCH) == STORY
    assert unpitch.clean("") == ""


def test_positions_count_code_points():
    text = STORY + PITCH
    result = unpitch.score(text)
    spans = [text[paragraph.start : paragraph.end] for paragraph in result.paragraphs]
    assert spans == text.splitlines()
    last = result.paragraphs[-1]
    assert (last.label, last.keep) == ("subscription", False)
    assert last.score > 0.5 > last.editorial == last.classes["editorial"]
    assert list(last.classes) == unpitch.CLASSES
    assert sum(last.classes.values()) == pytest.approx(1, abs=1e-5)
    assert "label='subscription'" in repr(last) and repr(last) in repr(result)
    assert 0 <= result.sponsored <= 1 and len(result) == 3


def test_removed_and_cuts_tell_the_same_story(corpus):
    cleaner = unpitch.Cleaner()
    for text, cleaned in zip(corpus.texts, corpus.cleaned):
        if text is None:
            continue
        with_removed, removed = cleaner.clean_with_removed(text)
        gone = [(p.start, p.end, p.label, p.score) for p in cleaner.score(text).paragraphs if not p.keep]
        assert [(r.start, r.end, r.label, r.score) for r in removed] == gone
        left = list(text)
        for cut in reversed(cleaner.cuts(text)):
            del left[cut.start : cut.end]
        assert "".join(left) == with_removed == cleaned


def test_explanations_have_reasons():
    explanation = unpitch.Cleaner().explain(STORY + PITCH)
    assert explanation.result == unpitch.score(STORY + PITCH)
    assert len(explanation.reasons) == 3
    reason = explanation.reasons[-1][0]
    assert reason.effect < 0 and reason.words in repr(explanation)


def test_markdown_stays_markdown_and_pages_become_text():
    story = STORY.replace("\n", "\n\n").replace("rebuild", "*rebuild*")
    sign_up = "- [Sign up](/join) for our free newsletter and get the best stories in your inbox every morning!\n"
    assert unpitch.clean(story + sign_up, content="markdown") == story
    first, second = STORY.splitlines()
    page = f"<nav><a href=/>Home</a> <a href=/shop>Shop</a></nav><article><h1>Bridge</h1><p>{first}</p><p>{second}</p></article>"
    assert first in unpitch.clean_html(page) and "Shop" not in unpitch.clean_html(page)
    assert unpitch.Cleaner().clean_to_text(page, content="html") == unpitch.clean_html(page)
    assert "<nav>" not in unpitch.clean(page, content="html") and "<article>" in unpitch.clean(page, content="html")
    with pytest.raises(unpitch.UnpitchError, match="`pdf` is not a kind of content"):
        unpitch.clean("", content="pdf")
    with pytest.raises(unpitch.UnpitchError, match="use clean"):
        unpitch.Cleaner().cuts(page, content="html")


def test_policies_say_what_is_wrong_with_them():
    assert unpitch.Cleaner(drop=["promotion"]).clean(STORY + PITCH) == STORY + PITCH
    assert unpitch.Cleaner(keep=["editorial", "subscription"]).clean(STORY + PITCH) == STORY + PITCH
    assert unpitch.Cleaner(threshold=0.5).clean(STORY + PITCH) == STORY
    assert unpitch.Cleaner(max_removed=0).clean(STORY + PITCH) == STORY + PITCH
    for wrong, message in [
        ({"drop": ["spam"]}, "`spam` is not a class; the classes are editorial"),
        ({"drop": ["notice"], "keep": ["editorial"]}, "keep cannot be used with drop"),
        ({"mode": "careful", "threshold": 0.5}, "threshold cannot be used with mode"),
        ({"mode": "brave"}, "`brave` is not a mode"),
        ({"threshold": 1.5}, "the threshold is 1.5; it must lie between 0 and 1"),
        ({"max_loss": 0.0}, "the model cannot promise to lose at most 0.00 %"),
    ]:
        with pytest.raises(unpitch.PolicyError, match=message):
            unpitch.Cleaner(**wrong)


def test_models_are_opened_saved_and_refused(tmp_path: Path):
    model = unpitch.Model()
    path = tmp_path / "a.unpitch"
    model.save(path)
    assert path.read_bytes() == model.to_bytes() and list(tmp_path.iterdir()) == [path]
    assert unpitch.Model(path).to_bytes() == unpitch.Model(str(path)).to_bytes() == model.to_bytes()
    assert model.date in repr(model) and model.sources[0]["documents"] > 0 and 0.005 in [round(p, 4) for p in model.promises]
    assert unpitch.Cleaner(path).clean(STORY + PITCH) == unpitch.Cleaner(model.to_bytes()).clean(STORY + PITCH) == STORY
    other = tmp_path / "b.unpitch"
    with pytest.raises(unpitch.ModelError, match=f"{other}: cannot read the model"):
        unpitch.Cleaner(other)
    with pytest.raises(unpitch.ModelError, match="not an unpitch model"):
        unpitch.Cleaner(b"nonsense")
    with pytest.raises(unpitch.ModelError, match="cannot write"):
        model.save(tmp_path / "nowhere" / "c.unpitch")
    assert issubclass(unpitch.ModelError, unpitch.UnpitchError) and issubclass(unpitch.UnpitchError, ValueError)


def test_objects_pickle():
    cleaner = unpitch.Cleaner(unpitch.Model(), mode="careful", drop=["promotion", "subscription"], max_removed=0.25)
    plain = pickle.dumps(unpitch.Cleaner(mode="careful"))
    assert len(plain) < 200, "without a model of its own it is its options"
    for one in [cleaner, unpitch.Cleaner(mode="careful"), unpitch.Cleaner()]:
        again = pickle.loads(pickle.dumps(one))
        assert repr(again) == repr(one) and again.score(STORY + PITCH) == one.score(STORY + PITCH)
        assert copy.deepcopy(one).clean(STORY + PITCH) == one.clean(STORY + PITCH)
    result = cleaner.score(STORY + PITCH)
    removed = unpitch.Cleaner().clean_with_removed(STORY + PITCH)[1]
    assert removed and pickle.loads(pickle.dumps((result, removed))) == (result, removed)
    assert pickle.loads(pickle.dumps(unpitch.Model())).to_bytes() == unpitch.Model().to_bytes()
    explanation = cleaner.explain(STORY + PITCH)
    assert repr(pickle.loads(pickle.dumps(explanation))) == repr(explanation)


@pytest.mark.parametrize("jobs", [1, 2, None])
def test_many_texts_come_in_order(corpus, jobs):
    texts = corpus.without_nulls
    assert list(unpitch.Cleaner().clean_many(iter(texts.texts), jobs)) == texts.cleaned


def test_many_texts_are_taken_as_they_are_needed():
    taken = itertools.count()
    endless = (STORY + PITCH for _ in taken)
    cleaned = unpitch.Cleaner().clean_many(endless, jobs=2)
    assert [next(cleaned) for _ in range(10)] == [STORY] * 10
    assert next(taken) <= 10 + 2 * 32 + 1
    again = itertools.count()
    one_by_one = unpitch.Cleaner().clean_many((STORY for _ in again), jobs=1)
    assert next(one_by_one) == STORY and next(again) <= 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_text_is_one_exception_and_the_rest_comes(jobs):
    cleaned = unpitch.Cleaner().clean_many([STORY, None, "\ud800", STORY + PITCH], jobs)
    assert next(cleaned) == STORY
    with pytest.raises(TypeError, match="text 2: expected str, found NoneType"):
        next(cleaned)
    with pytest.raises(unpitch.UnpitchError, match="text 3: not Unicode"):
        next(cleaned)
    assert list(cleaned) == [STORY]

    def broken():
        yield STORY
        raise OSError("the disk is gone")

    cleaned = unpitch.Cleaner().clean_many(broken(), jobs)
    assert next(cleaned) == STORY
    with pytest.raises(OSError, match="the disk is gone"):
        next(cleaned)
    assert list(cleaned) == []
    with pytest.raises(ValueError, match="jobs is 0"):
        unpitch.Cleaner().clean_many([], 0)
    with pytest.raises(TypeError, match="found one text"):
        unpitch.Cleaner().clean_many(STORY)


def test_the_interpreter_is_free_while_documents_are_judged():
    text = (STORY + PITCH) * 4000
    ticks = 0
    done = threading.Event()

    def tick():
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    ticking = threading.Thread(target=tick)
    ticking.start()
    before = ticks
    unpitch.clean(text)
    during = ticks - before
    done.set()
    ticking.join()
    # With the lock held there would be none.
    assert during >= 2


def test_threads_share_a_cleaner(corpus):
    from concurrent.futures import ThreadPoolExecutor

    texts = corpus.without_nulls
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(unpitch.Cleaner().clean, texts.texts)) == texts.cleaned


def _in_a_child(work):
    cleaner, text = work
    return cleaner.clean(text)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_get_a_cleaner(method):
    import multiprocessing

    cleaner = unpitch.Cleaner(mode="thorough")
    list(cleaner.clean_many([STORY] * 100, 2))
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(_in_a_child, [(cleaner, STORY + PITCH)] * 8) == [cleaner.clean(STORY + PITCH)] * 8
