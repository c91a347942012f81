---@type vim.lsp.Config
return {
  cmd = { 'averment', 'lsp' },
  filetypes = { 'averment' },
  root_markers = { 'averment.toml', '.git' },
  capabilities = {
    -- Neovim shows hierarchies of types (`vim.lsp.buf.typehierarchy()`) without saying so.
    textDocument = { typeHierarchy = { dynamicRegistration = false } },
    -- Told to ask again for diagnostics, Neovim 0.12 asks for those of the workspace and leaves open buffers as they were. It is sent
    -- them instead.
    workspace = { diagnostics = { refreshSupport = false } },
    -- Code lenses lead to the places they speak of.
    experimental = { commands = { commands = { 'averment.showReferences' } } },
  },
  commands = {
    ['averment.showReferences'] = function(command, context)
      require('averment.commands').show_references(command, context)
    end,
  },
}
