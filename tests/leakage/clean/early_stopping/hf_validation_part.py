import numpy as np
from datasets import DatasetDict, load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, EarlyStoppingCallback, Trainer, TrainingArguments

ds = load_dataset("rotten_tomatoes")
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased")
enc = ds.map(lambda b: tok(b["text"], truncation=True, padding="max_length", max_length=64), batched=True)
small = DatasetDict({k: enc[k].shuffle(seed=1).select(range(500)) for k in ("train", "validation")})
args = TrainingArguments("o", eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, seed=1)
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=2)
tr = Trainer(model, args, train_dataset=small["train"], eval_dataset=small["validation"], callbacks=[EarlyStoppingCallback()],
             compute_metrics=lambda p: {"acc": float((np.argmax(p.predictions, -1) == p.label_ids).mean())})
tr.train()
print(tr.evaluate(enc["test"], metric_key_prefix="test"))
