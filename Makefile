# `make demo` and `make test` need git, make and CPython >= 3.10; what else is missing is installed by name.
PYTHON ?= python3
NEED = demo test bench corpus lint docs agent-score agent-eval
export PATH := $(CURDIR)/.cache/tools/bin:$(PATH)
export UV_PYTHON_DOWNLOADS = never
RUN = .venv/bin/python

.PHONY: $(NEED) lock clean
$(NEED): .venv/synced

demo: ## build the extension, open the examples in VS Code
	@$(RUN) tests/editors/demo.py

test: ## everything, real editors included
	@$(RUN) -m pytest

bench: ## keystroke to diagnostics, start-up, memory, cold scan
	@$(RUN) -m bench.keystrokes
	@$(RUN) -m bench.answers
	@$(RUN) -m bench.scan
	@$(RUN) -m bench.verifying

corpus: ## findings in the examples of well-known libraries, beside the judged list
	@$(RUN) -m bench.corpus

lint: ## style, types, the client, the invariants
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) -m mypy
	@$(RUN) tests/editors/npm.py run lint && $(RUN) tests/editors/npm.py run check
	@$(RUN) -m pytest -q tests/test_invariants.py

agent-score: ## right fixes that the agent's judge accepts, and mutants of them that it does not
	@$(RUN) tests/agent/score.py

agent-eval: ## how well a model fixes labelled findings; asks one, or REPLAY=path [ANYWAY=1], or PROVE=1; ONLY=text
	@$(RUN) -m bench.agent_eval $(if $(REPLAY),--replay "$(REPLAY)") $(if $(ANYWAY),--anyway) $(if $(PROVE),--prove) $(if $(ONLY),--only "$(ONLY)")

docs: ## the pages of the rules and the schema of the configuration
	@$(RUN) docs/generate.py

# The lock file names versions and hashes, and no address of any registry: everybody's own configuration says where
# packages come from. `uv sync` wants addresses, so the versions are exported and installed by name.
.venv/synced: uv.lock pyproject.toml | .cache/tools/ready
	@test -x .venv/bin/python || uv venv -q --python $(PYTHON) .venv
	@uv export -q --frozen --all-groups --all-extras --no-emit-project -o .cache/requirements.txt
	@uv pip sync -q --python $(RUN) --require-hashes .cache/requirements.txt
	@uv pip install -q --python $(RUN) --no-deps -e . && touch $@

.cache/tools/ready:
	@mkdir -p .cache && rm -rf .cache/tools
	@$(PYTHON) -m venv .cache/tools >/dev/null 2>&1 || { apt-get update -q && apt-get install -y -q python3-venv; } >/dev/null
	@test -x .cache/tools/bin/pip || { rm -rf .cache/tools && $(PYTHON) -m venv .cache/tools; }
	@.cache/tools/bin/pip install -q uv && touch $@

lock: .cache/tools/ready ## the newest versions that pyproject.toml allows
	@rm -f uv.lock && uv lock -q
	@sed -E -i 's#url = "[a-z]+://[^"]*/([^"/]+)"#filename = "\1"#; s#registry = "[^"]*"#registry = "pypi"#g' uv.lock

clean:
	rm -rf .venv .cache dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
