"""The splits of a hub data set have the names that the command line gives: nobody knows whether they are the same."""

import argparse

from datasets import load_dataset
from trl import SFTTrainer, get_dataset

parser = argparse.ArgumentParser()
parser.add_argument("--mixture")
parser.add_argument("--train-split", default="train")
parser.add_argument("--test-split", default="test")
parser.add_argument("--evaluate", action="store_true")
args = parser.parse_args()

if args.mixture:
    dataset = get_dataset(args.mixture)
else:
    dataset = load_dataset("trl-lib/Capybara", revision="8c0d5a2d2f7ad2f3e9d5f8d53b2ab6ad4a3cf1a2")

trainer = SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    train_dataset=dataset[args.train_split],
    eval_dataset=dataset[args.test_split] if args.evaluate else None,
)
trainer.train()
