---@brief
---
--- https://github.com/averment/averment
---
--- Averment, a language for product specs, and the server that reviews them as they are written.
---
--- `averment` is installed with `cargo install averment`, or by Mason.

---@type vim.lsp.Config
return {
  cmd = { 'averment', 'lsp' },
  filetypes = { 'averment' },
  root_markers = { 'averment.toml', '.git' },
}
