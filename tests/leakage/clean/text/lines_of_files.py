"""Texts, labels and stop words, one a line; the vocabulary is that of the training texts."""
import random
from pathlib import Path

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

with open("texts.txt", encoding="utf-8") as f:
    texts = f.readlines()
labels = Path("labels.txt").read_text().splitlines()
stop_words = open("stop.txt").read().splitlines()
words = Path("words.txt").read_text().lower().splitlines()
longest = max(len(text) for text in texts)
print(f"{len(texts)} texts of up to {longest} characters, {len(set(labels))} classes: {random.Random(0).choice(texts)}")

train_texts, test_texts, y_train, y_test = train_test_split(texts, labels, random_state=0, stratify=labels)
model = make_pipeline(TfidfVectorizer(stop_words=stop_words), LogisticRegression()).fit(train_texts, y_train)
print(model.score(test_texts, y_test))

fixed = CountVectorizer(vocabulary=words).fit(words)
second = LogisticRegression().fit(fixed.transform(train_texts), y_train)
print(second.score(fixed.transform(test_texts), y_test))
with open("report.txt", "w") as out:
    out.write(f"{second.score(fixed.transform(test_texts), y_test):.3f}\n")
