if vim.g.loaded_averment then
  return
end
vim.g.loaded_averment = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('averment needs Neovim 0.11 or later', vim.log.levels.ERROR)
  return
end

require('averment').setup()
