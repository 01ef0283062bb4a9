import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

mails = pd.read_csv("mails.csv")
mails["n_words"] = mails["body"].str.split().str.len()
mails["n_links"] = mails["body"].str.count("http")
mails["shouting"] = mails["subject"].str.isupper().astype(int)
mails["weekday"] = pd.to_datetime(mails["sent"]).dt.dayofweek
mails["hour"] = mails["sent"].str.slice(11, 13).astype(int)
cols = ["n_words", "n_links", "shouting", "weekday", "hour"]
X_train, X_test, y_train, y_test = train_test_split(mails[cols], mails["spam"], random_state=0)
print(LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
