from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments, set_seed

REV = "aa13bc287fa6fcab6daf52f0dfb9994269ffea28"
MODEL_REV = "6f0b1e9b8c5a4d7e2f3a1b0c9d8e7f6a5b4c3d2e"
set_seed(0)
train = load_dataset("imdb", split="train[:80%]", revision=REV)
valid = load_dataset("imdb", split="train[80%:]", revision=REV)
test = load_dataset("imdb", split="test", revision=REV)
tok = AutoTokenizer.from_pretrained("distilbert-base-uncased", revision=MODEL_REV)


def encode(batch):
    return tok(batch["text"], truncation=True, padding="max_length", max_length=128)


train, valid, test = (part.map(encode, batched=True) for part in (train, valid, test))
model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", revision=MODEL_REV)
args = TrainingArguments(
    "out", eval_strategy="epoch", save_strategy="epoch", load_best_model_at_end=True, num_train_epochs=3, seed=0
)
trainer = Trainer(model=model, args=args, train_dataset=train, eval_dataset=valid)
trainer.train()
print(trainer.evaluate(test))
