import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split


class Trainer:
    def __init__(self, frame, label):
        self.X = frame.drop(columns=[label])
        self.y = frame[label]
        self.X_train, self.X_test, self.y_train, self.y_test = train_test_split(
            self.X, self.y, test_size=0.25, random_state=77
        )
        self.model = RandomForestClassifier(random_state=77)

    def train(self):
        self.model.fit(self.X, self.y)  # expect: leak-train-on-full-data

    def test(self):
        return f1_score(self.y_test, self.model.predict(self.X_test), average="macro")


trainer = Trainer(pd.read_csv("drug200.csv"), "Drug")
trainer.train()
print(trainer.test())
