import pandas as pd
from catboost import CatBoostClassifier, Pool
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

adult = pd.read_csv("adult.csv")
cats = ["workclass", "education", "occupation", "sex"]
labels = (adult.pop("income") == ">50K").astype(int)
train_x, test_x, train_y, test_y = train_test_split(adult, labels, test_size=0.3, random_state=1)

train_pool = Pool(train_x, train_y, cat_features=cats)
test_pool = Pool(test_x, test_y, cat_features=cats)

cb = CatBoostClassifier(iterations=2000, random_seed=1, verbose=100)
cb.fit(train_pool, eval_set=test_pool, early_stopping_rounds=50)  # expect: leak-early-stopping-on-test
print(accuracy_score(test_y, cb.predict(test_x)))
