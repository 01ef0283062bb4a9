import hydra
import numpy as np
import pandas as pd
import xgboost as xgb
from omegaconf import DictConfig
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold
from sklearn.preprocessing import QuantileTransformer, TargetEncoder


@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(cfg: DictConfig) -> float:
    df = pd.read_csv(cfg.data.path)
    y = df.pop(cfg.data.target)
    cats = list(cfg.data.categorical)
    enc = TargetEncoder(random_state=cfg.seed)
    df[cats] = enc.fit(df[cats], y).transform(df[cats])  # expect: leak-target-encoding
    df[list(cfg.data.numeric)] = QuantileTransformer().fit_transform(df[list(cfg.data.numeric)])  # expect: leak-preprocess-before-cv
    errors = []
    for fold, (tr, va) in enumerate(KFold(cfg.folds, shuffle=True, random_state=cfg.seed).split(df)):
        model = xgb.XGBRegressor(**cfg.model, early_stopping_rounds=50, random_state=cfg.seed)
        model.fit(df.iloc[tr], y.iloc[tr], eval_set=[(df.iloc[va], y.iloc[va])], verbose=False)
        errors.append(mean_absolute_error(y.iloc[va], model.predict(df.iloc[va])))
    print("CV MAE", np.mean(errors))
    return float(np.mean(errors))


if __name__ == "__main__":
    main()
