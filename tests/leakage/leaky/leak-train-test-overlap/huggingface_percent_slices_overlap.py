from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments, set_seed

REV = "aa13bc287fa6fcab6daf52f0dfb9994269ffea28"
MODEL_REV = "6f0b1e9b8c5a4d7e2f3a1b0c9d8e7f6a5b4c3d2e"
set_seed(0)
train = load_dataset("imdb", split="train[:80%]", revision=REV)
test = load_dataset("imdb", split="train[70%:]", revision=REV)  # either: leak-train-test-overlap
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased", revision=MODEL_REV)
train = train.map(lambda rows: tok(rows["text"], truncation=True, padding="max_length"), batched=True)
test = test.map(lambda rows: tok(rows["text"], truncation=True, padding="max_length"), batched=True)
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", revision=MODEL_REV)
trainer = Trainer(model=model, args=TrainingArguments("out", seed=0), train_dataset=train, eval_dataset=test)
trainer.train()
print(trainer.evaluate())  # either: leak-train-test-overlap
