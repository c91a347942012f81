-- After the lines of the README: the first spec of a newcomer has its question and its colours.

local function fail(what)
  io.stdout:write('FAILED: ' .. what .. '\nmessages: ' .. vim.fn.execute('messages') .. '\n')
  vim.cmd('cquit 1')
end

local function wait(what, test)
  if not vim.wait(30000, test, 20) then
    fail(what)
  end
end

wait('a question about the bank', function()
  return vim.iter(vim.diagnostic.get(0)):any(function(d)
    return d.code == 'edge/unavailable' and d.message:find('Bank', 1, true) ~= nil
  end)
end)
wait('the colours of the tree', function()
  return vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] ~= nil
end)
-- The plugin's help is found, without a plugin manager that writes its tags; and they are those of the page.
local page = vim.api.nvim_get_runtime_file('doc/averment.txt', false)[1]
if not (page and vim.tbl_contains(vim.fn.getcompletion('averment-', 'help'), 'averment-commands')) then
  fail(':help averment-commands')
end
local tags = vim.fs.joinpath(vim.fs.dirname(page), 'tags')
local committed = vim.fn.readfile(tags)
vim.cmd.helptags(vim.fs.dirname(page))
if not vim.deep_equal(committed, vim.fn.readfile(tags)) then
  fail('doc/tags are not those of the page: write them with `:helptags editors/neovim/doc`')
end
io.stdout:write('the lines of the README hold\n')
vim.cmd('qall!')
