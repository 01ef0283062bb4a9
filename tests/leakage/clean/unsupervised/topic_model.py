import pandas as pd
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer

speeches = pd.read_csv("speeches.csv")
vectoriser = CountVectorizer(max_df=0.9, min_df=5, stop_words="english")
counts = vectoriser.fit_transform(speeches["text"])
lda = LatentDirichletAllocation(n_components=12, random_state=0)
speeches["topic"] = lda.fit_transform(counts).argmax(axis=1)
words = vectoriser.get_feature_names_out()
for number, weights in enumerate(lda.components_):
    print(number, ", ".join(words[i] for i in weights.argsort()[-8:]))
