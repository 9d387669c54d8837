@{
    RootModule        = 'ActiveDirectory.psm1'
    ModuleVersion     = '1.0.1.0'
    GUID              = '6c3b1c0e-52b7-4f5f-8a39-9f0c8e1a7b21'
    Description       = 'A stand-in for the cmdlet of Active Directory that a job under a managed account is asked about. Only for tests.'
    FunctionsToExport = @('Test-ADServiceAccount')
    CmdletsToExport   = @()
    AliasesToExport   = @()
}
