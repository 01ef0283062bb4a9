import pandas as pd
from imblearn.over_sampling import BorderlineSMOTE
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split


class FraudModel:
    def __init__(self, path, target="is_fraud", random_state=0):
        self.path = path
        self.target = target
        self.random_state = random_state

    def read(self):
        df = pd.read_csv(self.path)
        self.labels = df[self.target]
        self.features = df.drop(columns=[self.target])

    def oversample(self):
        sampler = BorderlineSMOTE(random_state=self.random_state)
        self.features, self.labels = sampler.fit_resample(self.features, self.labels)  # expect: leak-resample-before-split

    def fit_and_report(self):
        a_train, a_test, b_train, b_test = train_test_split(
            self.features, self.labels, test_size=0.2, random_state=self.random_state
        )
        self.clf = GradientBoostingClassifier(random_state=self.random_state)
        self.clf.fit(a_train, b_train)
        print("F1:", f1_score(b_test, self.clf.predict(a_test)))


model = FraudModel("transactions_features.csv")
model.read()
model.oversample()
model.fit_and_report()
