---@type vim.lsp.Config
return {
  cmd = { 'averment', 'lsp' },
  filetypes = { 'averment' },
  root_markers = { 'averment.toml', '.git' },
  capabilities = {
    -- Neovim shows hierarchies of types (`vim.lsp.buf.typehierarchy()`) without saying so.
    textDocument = { typeHierarchy = { dynamicRegistration = false } },
    -- Code lenses lead to the places they speak of.
    experimental = { commands = { commands = { 'averment.showReferences' } } },
  },
  commands = {
    ['averment.showReferences'] = function(command, context)
      require('averment.commands').show_references(command, context)
    end,
  },
}
