"""`peers.py --peer NAME`: extractors from PyPI, with the protocol of the crate beside this file and the settings that
their documentation recommends for main content."""

import argparse
import json
import logging
import sys
import time


def trafilatura():
    from trafilatura import extract

    return lambda page: extract(page["html"], include_comments=False, include_tables=True)


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text

    # What a picture shows and the number of a list's item are no text of the page.
    options = {"main_content": True, "alt_texts": False, "list_bullets": False}
    return lambda page: extract_plain_text(page["html"], **options)


def justext():
    from justext import justext as paragraphs

    # Read before the clock starts.
    stoplists = stopwords()

    def extract(page):
        kept = paragraphs(page["html"], **stopwords_of(page, stoplists))
        return "\n".join(paragraph.text for paragraph in kept if not paragraph.is_boilerplate)

    return extract


def stopwords():
    """jusText's lists of stop words, by code of language."""
    from justext import get_stoplist, get_stoplists

    # By what the codes of languages are called there.
    names = {
        "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
        "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
        "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic",
        "it": "Italian", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nb": "Norwegian_Bokmal", "nl": "Dutch",
        "nn": "Norwegian_Nynorsk", "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
        "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish",
        "uk": "Ukrainian", "vi": "Vietnamese",
    }
    known = get_stoplists()
    return {code: get_stoplist(name) for code, name in names.items() if name in known}


# What jusText's command line does without a list, as for zh and ja: it judges by length and links alone.
WORDLESS = {"stoplist": frozenset(), "stopwords_low": 0, "stopwords_high": 0}


def stopwords_of(source, stoplists):
    """What jusText is told of the language of a page or an article."""
    code = (source.get("lang") or "en").replace("_", "-").split("-")[0].lower()
    return {"stoplist": stoplists[code]} if code in stoplists else WORDLESS


def readability():
    from lxml.html import fromstring
    from readability import Document

    def extract(page):
        content = Document(page["html"]).summary(html_partial=True)
        # With a space between elements, or the words of neighbours would be glued together.
        return " ".join(fromstring(content).itertext()) if content.strip() else ""

    return extract


PEERS = {"trafilatura": trafilatura, "resiliparse": resiliparse, "justext": justext, "readability-lxml": readability}


def answer(question, work):
    start = time.process_time()
    try:
        text, error = work() or "", None
    except Exception as exception:  # whatever it is, it is a page without text
        text, error = "", f"{type(exception).__name__}: {exception}"
    seconds = time.process_time() - start
    answered = {"id": question["id"], "text": sound(text), "seconds": seconds}
    return answered if error is None else {**answered, "error": sound(error)}


def sound(text):
    """The text without lone surrogates, which are no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def serve(prepare):
    """Answers every question on standard input with what `prepare` makes of it: the work, which is timed."""
    for line in sys.stdin.buffer:
        question = json.loads(line)
        print(json.dumps(answer(question, prepare(question))), flush=True)


def main():
    arguments = argparse.ArgumentParser(description="Pages in, answers out, one a line")
    arguments.add_argument("--peer", choices=PEERS, required=True)
    # Standard output is for answers, and answers tell what went wrong.
    logging.disable(logging.CRITICAL)
    extract = PEERS[arguments.parse_args().peer]()
    serve(lambda page: lambda: extract(page))


if __name__ == "__main__":
    main()
