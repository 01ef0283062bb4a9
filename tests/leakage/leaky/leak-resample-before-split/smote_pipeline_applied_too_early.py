"""An imblearn sampler behind a function that takes the sampler as an argument."""
import pandas as pd
from imblearn.over_sampling import SMOTENC, RandomOverSampler
from lightgbm import LGBMClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

SAMPLERS = {"ros": RandomOverSampler(random_state=0), "nc": SMOTENC([0, 2], random_state=0)}


def rebalance(X, y, sampler):
    X_new, y_new = sampler.fit_resample(X, y)  # expect: leak-resample-before-split
    print(f"{len(X)} -> {len(X_new)} rows")
    return X_new, y_new


fraud = pd.read_csv("card_fraud.csv")
X, y = rebalance(fraud.drop(columns="fraud"), fraud["fraud"], SAMPLERS["ros"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
model = LGBMClassifier(random_state=0).fit(X_train, y_train)
print(average_precision_score(y_test, model.predict_proba(X_test)[:, 1]))
