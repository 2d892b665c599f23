# %% [markdown]
# # A tour
# Cells for a notebook (`jupytext --to ipynb tour.py`), or a script: `python examples/tour.py article.txt`.

# %%
import pickle
import sys
from collections import Counter

import unpitch

text = open(sys.argv[1], encoding="utf-8").read()

# %% [markdown]
# Every paragraph has a verdict. Positions are code points, so they are slices of the text.

# %%
for paragraph in unpitch.score(text).paragraphs:
    print("keep" if paragraph.keep else "drop", f"{paragraph.label:12} {paragraph.editorial:4.0%}", text[paragraph.start :][:60].split("\n")[0])

# %% [markdown]
# Why is the last one judged as it is? What pushed it towards the story is positive.

# %%
for reason in unpitch.Cleaner().explain(text).reasons[-1]:
    print(f"{reason.effect:+.1f} {reason.words}")

# %% [markdown]
# A cleaner with a policy of its own, and what it takes out. It pickles, so it can be sent to other processes.

# %%
careful = unpitch.Cleaner(mode="careful", drop=["promotion", "subscription"])
cleaned, removed = pickle.loads(pickle.dumps(careful)).clean_with_removed(text)
print(Counter(gone.label for gone in removed), len(text) - len(cleaned), "characters less")

# %% [markdown]
# Many texts at once, on all cores and in order.

# %%
print(sum(len(one) for one in careful.clean_many([text] * 1000)), "characters of a thousand copies stay")
