"""The web service scales what comes in by the scaler that came with the model."""
import joblib
import pandas as pd
from fastapi import FastAPI

app = FastAPI()
scaler = joblib.load("scaler.joblib")
model = joblib.load("model.joblib")


@app.post("/predict")
def predict(rows: list[dict]):
    frame = pd.DataFrame(rows).fillna(0)
    return model.predict(scaler.transform(frame)).tolist()
