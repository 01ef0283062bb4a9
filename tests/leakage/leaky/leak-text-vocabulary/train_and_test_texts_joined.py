import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import f1_score
from sklearn.naive_bayes import MultinomialNB

train = pd.read_csv("sms_train.csv")
test = pd.read_csv("sms_test.csv")

vec = CountVectorizer(binary=True)
vec.fit(list(train["text"]) + list(test["text"]))  # either: leak-text-vocabulary, leak-concat-train-test-fit

nb = MultinomialNB().fit(vec.transform(train["text"]), train["spam"])
print(f1_score(test["spam"], nb.predict(vec.transform(test["text"]))))
