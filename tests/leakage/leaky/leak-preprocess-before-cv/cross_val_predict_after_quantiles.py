import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import QuantileTransformer

glass = pd.read_csv("glass.csv")
labels = glass["Type"]
measured = glass.drop(columns=["Type"])

qt = QuantileTransformer(output_distribution="normal", n_quantiles=50, random_state=0)
qt.fit(measured)  # expect: leak-preprocess-before-cv
measured = qt.transform(measured)

predicted = cross_val_predict(GaussianNB(), measured, labels, cv=5)
print(classification_report(labels, predicted))
