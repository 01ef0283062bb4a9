-- Neovim's own LSP client on churn.py: pushed diagnostics, a hover, a quick fix that applies. Prints JSON, one object.
-- Run as: nvim --headless -u NONE -i NONE -S churn.lua churn.py    with HELDOUT_SERVER in the environment.
local patience = 20000

local function finish(report)
  io.stdout:write(vim.fn.json_encode(report) .. "\n")
  vim.cmd("qall!")
end

local function run()
  local report = {}
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = "python" -- `-u NONE` detects none
  local client_id = vim.lsp.start_client({
    name = "heldout",
    cmd = vim.fn.split(vim.env.HELDOUT_COMMAND, "\n"),
    root_dir = vim.fn.getcwd(),
  })
  vim.lsp.buf_attach_client(buffer, client_id)
  local client = vim.lsp.get_client_by_id(client_id)

  local function rules()
    local found = {}
    for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
      table.insert(found, diagnostic.code or diagnostic.user_data.lsp.code)
    end
    table.sort(found)
    return found
  end
  local function finding(rule)
    for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
      if (diagnostic.code or diagnostic.user_data.lsp.code) == rule then return diagnostic end
    end
  end

  vim.wait(patience, function() return #vim.diagnostic.get(buffer) > 0 end, 20)
  report.rules = rules()

  local at = finding("seed-missing-split")
  local text_document = { uri = vim.uri_from_bufnr(buffer) }
  local range = {
    start = { line = at.lnum, character = at.col },
    ["end"] = { line = at.end_lnum, character = at.end_col },
  }
  local hover = client.request_sync("textDocument/hover", { textDocument = text_document, position = range.start }, patience, buffer)
  report.hover = hover.result and hover.result.contents.value or ""

  local actions = client.request_sync("textDocument/codeAction", {
    textDocument = text_document,
    range = range,
    context = { diagnostics = {}, only = { "quickfix" } },
  }, patience, buffer)
  report.actions = {}
  local fix
  for _, action in ipairs(actions.result or {}) do
    table.insert(report.actions, action.title)
    if action.title:find("random_state", 1, true) and not fix then fix = action end
  end
  if fix then
    if not fix.edit then fix = client.request_sync("codeAction/resolve", fix, patience, buffer).result end
    vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
    vim.wait(patience, function() return finding("seed-missing-split") == nil end, 20)
    report.after = rules()
    report.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n")
  end

  client.stop()
  vim.wait(5000, function() return client.is_stopped() end, 20)
  report.stopped = client.is_stopped()
  finish(report)
end

local ok, problem = pcall(run)
if not ok then finish({ error = problem }) end
