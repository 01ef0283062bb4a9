import numpy as np
from datasets import load_dataset
from transformers import (AutoModelForSequenceClassification, AutoTokenizer, EarlyStoppingCallback, Trainer,
                          TrainingArguments)

REV = "6cdc0aad91f5ae2e6712e91bc7b65d1cf5c05411"
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased", revision=REV)
ds = load_dataset("csv", data_files={"train": "train.csv", "test": "test.csv"})
ds = ds.map(lambda b: tok(b["text"], truncation=True), batched=True)
parts = ds["train"].train_test_split(test_size=0.1, seed=1)
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", revision=REV)
args = TrainingArguments("out", eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, seed=1)
trainer = Trainer(model, args, train_dataset=parts["train"], eval_dataset=parts["test"],
                  callbacks=[EarlyStoppingCallback(2)])
trainer.train()
print(trainer.evaluate(ds["test"]))
