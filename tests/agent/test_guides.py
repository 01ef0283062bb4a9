"""The guides: short, found by what a file imports, and nothing in them that is not held against releases."""

from __future__ import annotations

import pytest
from bench.check_guides import listed, unlisted

from heldout.agent.context import imported_modules
from heldout.agent.prompt import guides_for
from heldout_rules import guides

GUIDES = {name.removesuffix(".md"): text for name, text in guides()}
LISTED = listed()
CHARACTERS_A_TOKEN = 3.2
"""An estimate on the safe side: tokenizers of today need a token for about four characters of English, and fewer of code."""
MOST_TOKENS = 400

FOUND_BY = {
    "from bentoml.models import BentoModel": "bentoml",
    "import dask.dataframe as dd": "dask",
    "from dask_ml.model_selection import train_test_split": "dask",
    "from evidently import Dataset, Report": "evidently",
    "import faiss": "faiss",
    "import optax": "jax",
    "from tensorflow import keras": "keras",
    "from kfp import dsl": "kubeflow",
    "from langchain_core.prompts import ChatPromptTemplate": "langchain",
    "from langgraph.graph import StateGraph": "langchain",
    "import lightning as L": "lightning",
    "from llama_index.core import VectorStoreIndex": "llama-index",
    "import mlflow.sklearn": "mlflow",
    "from neptune_scale import Run": "neptune",
    "import numpy as np": "numpy",
    "import onnxruntime as ort": "onnx",
    "from skl2onnx import to_onnx": "onnx",
    "import pandas as pd": "pandas",
    "from pinecone import Pinecone": "pinecone",
    "import torch.nn as nn": "pytorch",
    "from qdrant_client import QdrantClient, models": "qdrant",
    "from ray import tune": "ray",
    "from sagemaker.train import ModelTrainer": "sagemaker",
    "from imblearn.over_sampling import SMOTE": "sklearn",
    "from pyspark.ml.feature import StandardScaler": "spark",
    "import tensorrt as trt": "tensorrt",
    "from datasets import load_dataset": "transformers",
    "import tritonclient.http as client": "triton",
    "from google.cloud import aiplatform": "vertex-ai",
    "from google.cloud.aiplatform import Model": "vertex-ai",
    "from vllm import LLM, SamplingParams": "vllm",
    "import wandb": "wandb",
    "import weaviate.classes as wvc": "weaviate",
    "import catboost": "xgboost-lightgbm",
}


def test_every_guide_is_listed_and_found_by_some_import() -> None:
    assert set(GUIDES) == set(LISTED) == set(FOUND_BY.values())


@pytest.mark.parametrize("statement", FOUND_BY)
def test_a_guide_is_found_by_what_it_is_for_and_no_other_is(statement: str) -> None:
    for line in (statement, f"    {statement}  # in a function", f"x = 1\n{statement}\n"):
        assert guides_for(guides(), line) == [GUIDES[FOUND_BY[statement]].partition("\n")[2].strip()]


def test_what_is_no_import_or_another_library_finds_none() -> None:
    for text in ("from google.cloud import storage", "# import torch", "imported = faiss", "from .ray import tune", ""):
        assert guides_for(guides(), text) == []


def test_imports_as_people_write_them() -> None:
    assert imported_modules("import os, numpy as np") == {"os", "numpy"}
    assert imported_modules("from a.b import (\n    c as d,\n    e,\n)") >= {"a", "a.b", "a.b.c", "a.b.e"}
    assert imported_modules("import a.b.c") == {"a", "a.b", "a.b.c"}


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_short_and_has_its_parts(name: str) -> None:
    head, title, *lines = [line for line in GUIDES[name].splitlines() if line]
    assert head.startswith("modules: ")
    assert title.startswith("# ")
    assert all(line.startswith("- ") for line in lines)
    assert len(GUIDES[name]) / CHARACTERS_A_TOKEN <= MOST_TOKENS


@pytest.mark.parametrize("name", GUIDES)
def test_all_code_of_a_guide_is_held_against_releases(name: str) -> None:
    """What is named here is looked up in the installed releases by `python -m bench.check_guides`."""
    assert list(unlisted(GUIDES[name], LISTED[name])) == []


def test_a_name_or_parameter_that_nobody_looked_up_is_seen() -> None:
    known = LISTED["qdrant"]
    assert list(unlisted("`client.query_points(name, query=v)`", known)) == []
    assert list(unlisted("`client.search_points(name)`", known)) == ["search_points (in `client.search_points(name)`)"]
    (wrong,) = unlisted("`client.query_points(name, top=3)`", known)
    assert wrong.startswith("query_points(top=)")
