if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = 1

vim.bo.commentstring = '// %s'
-- `///` before `//`; a bullet and a `|` go on as what they are when a line of prose is wrapped.
vim.bo.comments = ':///,://,fb:-,:|'
vim.opt_local.formatoptions:remove('t')
vim.opt_local.formatoptions:append('croqlj')
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
vim.opt_local.iskeyword:append('-')

-- Without the parser the server's semantic tokens colour what they know.
local parsed = require('averment.treesitter').start(0)
if parsed then
  vim.wo[0][0].foldmethod = 'expr'
  vim.wo[0][0].foldexpr = 'v:lua.vim.treesitter.foldexpr()'
  vim.wo[0][0].foldlevel = 99
end

vim.b.undo_ftplugin = table.concat({
  'setlocal commentstring< comments< formatoptions< expandtab< shiftwidth< softtabstop< iskeyword<',
  'setlocal foldmethod< foldexpr< foldlevel<',
  'lua pcall(vim.treesitter.stop)',
}, ' | ')
