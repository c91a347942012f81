---@type vim.lsp.Config
return {
  cmd = { 'averment', 'lsp' },
  filetypes = { 'averment' },
  root_markers = { 'averment.toml', '.git' },
}
