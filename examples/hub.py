"""Scores film reviews with a model from the Hugging Face Hub. Needs the network, transformers and datasets."""

import torch
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer

MODEL = "distilbert/distilbert-base-uncased-finetuned-sst-2-english"

tokenizer = AutoTokenizer.from_pretrained(MODEL)
model = AutoModelForSequenceClassification.from_pretrained(MODEL)

reviews = load_dataset("stanfordnlp/imdb", split="test[:64]")

inputs = tokenizer(reviews["text"], truncation=True, padding=True, return_tensors="pt")
with torch.no_grad():
    predicted = model(**inputs).logits.argmax(dim=1)

correct = (predicted == torch.tensor(reviews["label"])).float().mean()
print(f"accuracy on {len(reviews)} reviews: {correct:.3f}")
