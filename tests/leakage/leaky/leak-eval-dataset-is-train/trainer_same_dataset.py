from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments, set_seed

COMMIT = "1c4f5b0e7a9d3c2b8e6f4a1d0c9b8a7e6f5d4c3b"
set_seed(1)
ds = load_dataset("csv", data_files="tickets.csv", split="train")
tok = AutoTokenizer.from_pretrained("bert-base-cased", revision=COMMIT)
ds = ds.map(lambda row: tok(row["text"], truncation=True, max_length=256))
model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased", revision=COMMIT, num_labels=4)

args = TrainingArguments("runs", num_train_epochs=3, eval_strategy="epoch", seed=1)
trainer = Trainer(model=model, args=args, train_dataset=ds, eval_dataset=ds, processing_class=tok)  # expect: leak-eval-dataset-is-train
trainer.train()
print(trainer.evaluate())
