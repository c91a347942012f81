local M = {}

local function server()
  vim.health.start('averment: server')
  local averment = require('averment')
  local program = averment.program()
  if vim.fn.executable(program) == 0 then
    vim.health.error(('`%s` is not on PATH'):format(program), {
      'In a clone of the repository: `cargo install --path crates/averment`',
      "Or say where it is: vim.g.averment = { cmd = { '/path/to/averment', 'lsp' } }",
    })
    return
  end
  local version = vim.system({ program, '--version' }, { text = true }):wait(5000)
  if version.code ~= 0 then
    vim.health.error(('`%s --version` failed: %s'):format(program, vim.trim(version.stderr or '')))
    return
  end
  vim.health.ok(('%s: %s'):format(vim.fn.exepath(program), vim.trim(version.stdout)))
  if not averment.option('lsp', true) then
    vim.health.warn('switched off by vim.g.averment.lsp')
  end
  local clients = vim.lsp.get_clients({ name = 'averment' })
  if #clients == 0 then
    vim.health.info('not running: it starts with the first spec')
  end
  for _, client in ipairs(clients) do
    local attached = vim.tbl_count(client.attached_buffers)
    vim.health.ok(('running in %s for %d buffer%s'):format(client.root_dir or 'no folder', attached, attached == 1 and '' or 's'))
  end
end

local function grammar()
  vim.health.start('averment: tree-sitter')
  local treesitter = require('averment.treesitter')
  local found, why = treesitter.available()
  if not found then
    vim.health.warn('no parser: ' .. (why or ''), {
      ':AvermentBuildParser compiles it (it takes a C compiler)',
      ':TSInstall averment, with nvim-treesitter',
      'Without it, the server still colours the names it knows.',
    })
    return
  end
  vim.health.ok('parser found')
  for _, kind in ipairs({ 'highlights', 'folds', 'indents', 'injections', 'locals', 'textobjects' }) do
    local ok, query = pcall(vim.treesitter.query.get, 'averment', kind)
    if not ok then
      vim.health.error(('query `%s` does not fit the parser: %s'):format(kind, query), ':AvermentBuildParser')
    elseif not query then
      vim.health.warn(('query `%s` is missing'):format(kind))
    else
      vim.health.ok(('query `%s`'):format(kind))
    end
  end
end

function M.check()
  vim.health.start('averment: editor')
  if vim.fn.has('nvim-0.11') == 1 then
    vim.health.ok('Neovim ' .. tostring(vim.version()))
  else
    vim.health.error('Neovim 0.11 or later is needed')
    return
  end
  if vim.filetype.match({ filename = 'a.averment' }) == 'averment' then
    vim.health.ok('`.averment` files are recognised')
  else
    vim.health.error('`.averment` files are not recognised; is this folder on the runtimepath?')
  end
  server()
  grammar()
end

return M
