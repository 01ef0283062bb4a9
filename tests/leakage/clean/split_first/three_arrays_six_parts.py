import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

images = np.load("image_features.npy")
tabular = np.load("tabular.npy")
labels = np.load("labels.npy")
img_tr, img_te, tab_tr, tab_te, y_tr, y_te = train_test_split(images, tabular, labels, test_size=0.2, random_state=0)

tab_scaler = StandardScaler().fit(tab_tr)
train = np.hstack([img_tr, tab_scaler.transform(tab_tr)])
test = np.hstack([img_te, tab_scaler.transform(tab_te)])
print(RandomForestClassifier(random_state=0).fit(train, y_tr).score(test, y_te))
