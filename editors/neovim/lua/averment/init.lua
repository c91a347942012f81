--- Averment in Neovim: the server, the commands, and the tree-sitter grammar.
---
--- There is nothing to call. What is set in `vim.g.averment` before a spec is opened is honoured; see `:help averment`.
local M = {}

---@class averment.Options
---@field lsp? boolean Start the server; default true.
---@field cmd? string[] What starts it; default `{ 'averment', 'lsp' }`.
---@field codelens? boolean Show code lenses; default true.
---@field inlay_hints? boolean Show inlay hints; default true.

--- An option as the user set it.
---@param name string
---@param default any
function M.option(name, default)
  local options = vim.g.averment or {}
  if options[name] == nil then
    return default
  end
  return options[name]
end

--- The program that serves and that answers in the terminal.
---@return string
function M.program()
  local cmd = (vim.lsp.config.averment or {}).cmd
  return type(cmd) == 'table' and cmd[1] or 'averment'
end

--- The running client of a buffer, or any other.
---@param buffer? integer
---@return vim.lsp.Client?
function M.client(buffer)
  return vim.lsp.get_clients({ name = 'averment', bufnr = buffer })[1] or vim.lsp.get_clients({ name = 'averment' })[1]
end

local function show_lenses(buffer)
  if vim.lsp.codelens.enable then
    vim.lsp.codelens.enable(true, { bufnr = buffer })
    return
  end
  -- Neovim 0.11 has to be told when to ask.
  local function refresh()
    vim.lsp.codelens.refresh({ bufnr = buffer })
  end
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'TextChanged' }, {
    group = vim.api.nvim_create_augroup('averment.codelens.' .. buffer, {}),
    buffer = buffer,
    callback = refresh,
  })
  refresh()
end

--- Neovim asks for the diagnostics of a buffer when it is opened or edited, if it is on the screen then. One that was
--- not would show none until it is edited.
local function ask_when_shown(client, buffer)
  vim.api.nvim_create_autocmd('BufWinEnter', {
    group = vim.api.nvim_create_augroup('averment.shown.' .. buffer, {}),
    buffer = buffer,
    callback = function()
      if not client:is_stopped() and vim.lsp.buf_is_attached(buffer, client.id) then
        client:request('textDocument/diagnostic', { textDocument = vim.lsp.util.make_text_document_params(buffer) }, nil, buffer)
      end
    end,
  })
end

local function attached(event)
  local client = vim.lsp.get_client_by_id(event.data.client_id)
  if not client or client.name ~= 'averment' then
    return
  end
  if client:supports_method('textDocument/diagnostic', event.buf) then
    ask_when_shown(client, event.buf)
  end
  if M.option('inlay_hints', true) and client:supports_method('textDocument/inlayHint', event.buf) then
    vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
  end
  if M.option('codelens', true) and client:supports_method('textDocument/codeLens', event.buf) then
    show_lenses(event.buf)
  end
end

--- Called once by `plugin/averment.lua`.
function M.setup()
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('averment', {}),
    callback = attached,
  })
  require('averment.commands').create()
  require('averment.treesitter').register()
  local cmd = M.option('cmd')
  if cmd then
    vim.lsp.config('averment', { cmd = cmd })
  end
  if M.option('lsp', true) then
    vim.lsp.enable('averment')
  end
end

--- Stops the server, if it still runs, and starts it again for every open spec.
---@param done? fun(client: vim.lsp.Client?)
function M.restart(done)
  local clients = vim.lsp.get_clients({ name = 'averment' })
  for _, client in ipairs(clients) do
    client:stop(true)
  end
  local tries = 0
  local timer = assert(vim.uv.new_timer())
  timer:start(20, 50, vim.schedule_wrap(function()
    tries = tries + 1
    local left = vim.lsp.get_clients({ name = 'averment' })
    if (#left > 0 and tries < 100) or timer:is_closing() then
      return
    end
    timer:close()
    vim.lsp.enable('averment')
    -- The first releases of 0.11 look only at what is opened from now on.
    pcall(vim.cmd.doautoall, 'nvim.lsp.enable FileType')
    if done then
      done(M.client())
    end
  end))
end

return M
