# %%
import numpy as np, pandas as pd, torch
from torch import nn
from sklearn.model_selection import LeaveOneOut, cross_val_score
from sklearn.svm import SVC
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
# %%
expr = pd.read_csv("GSE_expr.tsv", sep="\t", index_col=0).T
pheno = pd.read_csv("GSE_pheno.tsv", sep="\t", index_col=0)
y = (pheno.loc[expr.index, "status"] == "tumour").astype(int).values
# %%
from scipy.stats import ttest_ind
p = ttest_ind(expr[y == 1], expr[y == 0]).pvalue  # expect: leak-supervised-selection-before-split
keep = expr.columns[np.argsort(p)[:50]]
X = expr[keep].values
# %%
print("LOO accuracy", cross_val_score(SVC(kernel="linear"), X, y, cv=LeaveOneOut()).mean())
# %%
perm = np.random.RandomState(0).permutation(len(X))
cut = int(len(X) * .7)
xt = torch.tensor((X - X.mean(0)) / X.std(0)).float()  # either: leak-global-statistic, leak-torch-global-normalization
yt = torch.tensor(y)
tr, te = perm[:cut], perm[cut:]
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(50, 16), nn.ReLU(), nn.Dropout(.5), nn.Linear(16, 2))
opt = torch.optim.SGD(net.parameters(), .1)
for e in range(200):
    opt.zero_grad()
    nn.functional.cross_entropy(net(xt[tr]), yt[tr]).backward()
    opt.step()
with torch.no_grad():
    acc = (net(xt[te]).argmax(1) == yt[te]).float().mean()  # expect: pt-eval-missing
print(acc)
