"""A tokenizer that was trained by others may see all texts: it learns nothing here."""
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments, set_seed

COMMIT = "6f0b1e9b8c5a4d7e2f3a1b0c9d8e7f6a5b4c3d2e"
set_seed(0)
raw = load_dataset("csv", data_files="tickets.csv", split="train")
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased", revision=COMMIT)
encoded = raw.map(lambda batch: tok(batch["text"], truncation=True), batched=True)
parts = encoded.train_test_split(test_size=0.2, seed=0)

model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", revision=COMMIT, num_labels=3)
args = TrainingArguments("out", eval_strategy="epoch", num_train_epochs=2, seed=0)
trainer = Trainer(model=model, args=args, train_dataset=parts["train"], eval_dataset=parts["test"], processing_class=tok)
trainer.train()
print(trainer.evaluate())
