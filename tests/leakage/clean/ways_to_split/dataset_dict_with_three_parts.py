from datasets import DatasetDict, load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments, set_seed

MODEL, REVISION = "bert-base-cased", "1c4f5b0e7a9d3c2b8e6f4a1d0c9b8a7e6f5d4c3b"


def parts(path):
    whole = load_dataset("csv", data_files=path, split="train")
    first = whole.train_test_split(test_size=0.2, seed=1)
    second = first["test"].train_test_split(test_size=0.5, seed=1)
    return DatasetDict(train=first["train"], validation=second["train"], test=second["test"])


set_seed(1)
tok = AutoTokenizer.from_pretrained(MODEL, revision=REVISION)
data = parts("tickets.csv").map(lambda rows: tok(rows["text"], truncation=True), batched=True)
model = AutoModelForSequenceClassification.from_pretrained(MODEL, revision=REVISION, num_labels=4)
args = TrainingArguments("out", eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, seed=1)
trainer = Trainer(
    model=model, args=args, train_dataset=data["train"], eval_dataset=data["validation"], processing_class=tok
)
trainer.train()
print(trainer.evaluate(data["test"]))
