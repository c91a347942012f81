--- The tree-sitter parser: where it comes from, and how to build it without any other plugin.
local M = {}

--- The folder of the grammar in a clone of the repository, if this plugin stands in one.
---@return string?
function M.grammar()
  local file = vim.fs.abspath(debug.getinfo(1, 'S').source:sub(2))
  -- The plugin's folder may be a link to the one in the clone, as packages are often installed.
  local here = vim.fs.dirname(vim.uv.fs_realpath(file) or file)
  local folder = vim.fs.normalize(vim.fs.joinpath(here, '../../../../syntax/tree-sitter-averment'))
  return vim.uv.fs_stat(vim.fs.joinpath(folder, 'src/parser.c')) and folder or nil
end

--- Whether Neovim finds the parser; if not, why.
---@return boolean, string?
function M.available()
  local ok, added, why = pcall(vim.treesitter.language.add, 'averment')
  if ok and added then
    return true
  end
  return false, tostring(ok and why or added)
end

--- Colours a buffer by the tree, where there is a parser.
---@param buffer integer
---@return boolean
function M.start(buffer)
  return M.available() and (pcall(vim.treesitter.start, buffer, 'averment'))
end

--- Makes the parser known to nvim-treesitter, for `:TSInstall averment`.
function M.register()
  vim.treesitter.language.register('averment', { 'averment' })
  local function add()
    local found, parsers = pcall(require, 'nvim-treesitter.parsers')
    if not found or type(parsers) ~= 'table' then
      return
    end
    local folder = M.grammar()
    local info = { url = 'https://github.com/averment/averment', location = 'syntax/tree-sitter-averment' }
    if folder then
      info = { path = folder }
    end
    -- The rewritten plugin has a table of parsers, the older one a function that returns it.
    if parsers.get_parser_configs then
      parsers.get_parser_configs().averment = {
        install_info = { url = folder or info.url, location = not folder and info.location or nil,
          files = { 'src/parser.c', 'src/scanner.c' } },
        filetype = 'averment',
      }
    else
      parsers.averment = { install_info = info, tier = 2 }
    end
  end
  vim.api.nvim_create_autocmd('User', { pattern = 'TSUpdate', callback = add })
  if package.loaded['nvim-treesitter'] then
    add()
  end
end

--- Compiles the parser with the C compiler into Neovim's own data folder, and colours the open specs.
---@param done? fun(error: string?)
function M.build(done)
  done = done or function(error)
    if error then
      vim.notify('averment: ' .. error, vim.log.levels.ERROR)
    else
      vim.notify('averment: the tree-sitter parser is ready')
    end
  end
  local folder = M.grammar()
  if not folder then
    return done('the grammar is not beside the plugin; install it with `:TSInstall averment` of nvim-treesitter')
  end
  local compiler = vim.env.CC or vim.iter({ 'cc', 'gcc', 'clang' }):find(function(name)
    return vim.fn.executable(name) == 1
  end)
  if not compiler then
    return done('no C compiler; install gcc or clang, or set $CC')
  end
  local target = vim.fs.joinpath(vim.fn.stdpath('data'), 'site/parser')
  vim.fn.mkdir(target, 'p')
  local library = vim.fs.joinpath(target, 'averment.so')
  local source = vim.fs.joinpath(folder, 'src')
  -- Written beside and moved: a parser that is in use must not change under it.
  local command = { compiler, '-O2', '-shared', '-fPIC', '-std=c11', '-I', source, '-o', library .. '.new',
    vim.fs.joinpath(source, 'parser.c'), vim.fs.joinpath(source, 'scanner.c') }
  vim.system(command, { text = true }, vim.schedule_wrap(function(result)
    if result.code ~= 0 then
      return done(result.stderr)
    end
    local moved, why = vim.uv.fs_rename(library .. '.new', library)
    if not moved then
      return done(why)
    end
    -- A folder that was not there when Neovim started is not searched until it starts again.
    vim.treesitter.language.add('averment', { path = library })
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == 'averment' then
        M.start(buffer)
      end
    end
    done()
  end))
end

return M
